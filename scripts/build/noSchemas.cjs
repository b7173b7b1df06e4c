// In place of what compiles schemas of routes in the sample estate's program: its routes have none (emulator/src/server.ts).
module.exports = () => {
  throw new Error('The emulator has routes without schemas only.');
};
