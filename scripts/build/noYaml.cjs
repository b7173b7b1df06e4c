// In place of the YAML library in the sample estate's program, which is told the name of its scenario and reads no file.
class YAMLParseError extends Error {}

exports.YAMLParseError = YAMLParseError;
exports.parse = () => {
  throw new YAMLParseError('the sample estate reads no scenario files.');
};
