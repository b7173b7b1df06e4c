// In place of what Fastify loads for what the sample estate's program doesn't do (emulator/src/server.ts): its routes have no
// schemas, nothing is logged, no proxy is in front of it, and requests come over the network.
module.exports = () => {
  throw new Error('The emulator of the sample estate is built without this.');
};
