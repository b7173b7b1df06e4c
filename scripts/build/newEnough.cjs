// In place of `semver` where a package asks it whether Node.js, or Fastify, is new enough for it: what is bundled is.
exports.satisfies = () => true;
