import { manifestOf } from './image';

/** Public images that an import finds, by registry; every other one is unknown to the emulator. */
const images: Readonly<Record<string, readonly string[]>> = {
  'mcr.microsoft.com': [
    'hello-world:latest',
    'azuredocs/aci-helloworld:latest',
    'azuredocs/aks-helloworld:v1',
    'azuredocs/azure-vote-front:v1',
    'oss/kubernetes/pause:3.9',
    'oss/nginx/nginx:1.25.4',
    'cbl-mariner/busybox:2.0',
    'azurelinux/busybox:1.36',
    'dotnet/samples:aspnetapp',
  ],
  'docker.io': ['library/hello-world:latest', 'library/nginx:latest', 'library/busybox:latest'],
};

/** Seed of a known public image, which its digest follows from; undefined for an unknown one. */
export function publicImage(
  registry: string,
  { repository, tag, digest }: { repository: string; tag: string | undefined; digest: string | undefined },
): string | undefined {
  const host = /^(index\.|registry-1\.)?docker\.io$/.test(registry) ? 'docker.io' : registry;
  const known = Object.hasOwn(images, host) ? (images[host] ?? []) : [];
  return known
    .map((image) => `${host}/${image}`)
    .find((seed) =>
      digest === undefined
        ? seed === `${host}/${repository}:${tag ?? 'latest'}`
        : seed.startsWith(`${host}/${repository}:`) && manifestOf(seed).digest === digest,
    );
}
