// In the sample estate's bundle for `abstract-logging`, which ships no license text: what Fastify logs to where nobody asked
// for a log.
const nothing = () => {};

module.exports = {
  fatal: nothing,
  error: nothing,
  warn: nothing,
  info: nothing,
  debug: nothing,
  trace: nothing,
};
