"""Lets Debian's azure-cli 2.45 work with the Azure SDK that Debian ships beside it, which is of another age.

Python imports this file at its start where its folder is on PYTHONPATH. Nothing of the installation is changed.
"""
import importlib.abc
import importlib.machinery
import sys


def network(module):
    """The SDK has no models of network 2022-01-01, which this CLI asks for; 2022-07-01 are the next ones it has."""
    module.AZURE_API_PROFILES['latest'][module.ResourceType.MGMT_NETWORK] = '2022-07-01'


def authorization(module):
    """The SDK's operations call `_config` what this CLI knows as `config`."""
    for value in vars(module).values():
        if isinstance(value, type) and not hasattr(value, 'config'):
            value.config = property(lambda self: self._config)


REPAIRS = {
    'azure.cli.core.profiles._shared': network,
    'azure.mgmt.authorization.v2018_01_01_preview.operations': authorization,
    'azure.mgmt.authorization.v2020_04_01_preview.operations': authorization,
}


class Loader(importlib.abc.Loader):
    def __init__(self, original, repair):
        self.original, self.repair = original, repair

    def create_module(self, spec):
        return self.original.create_module(spec)

    def exec_module(self, module):
        self.original.exec_module(module)
        self.repair(module)


class Finder:
    @staticmethod
    def find_spec(name, path=None, target=None):
        repair = REPAIRS.get(name)
        spec = repair and importlib.machinery.PathFinder.find_spec(name, path)
        if spec:
            spec.loader = Loader(spec.loader, repair)
        return spec


sys.meta_path.insert(0, Finder)
