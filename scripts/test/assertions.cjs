// Counts what tests assert, so that one that asserts nothing can be told: a loop over a list that is empty, a condition
// that is never true. Members of `assert` become getters, and not functions around them: those would stand in the way of
// the words with which `assert.ok` quotes the line that called it.
const assert = require('node:assert/strict');

let count = 0;

/** From now on every use of a member of `assert` counts. */
exports.install = () => {
  for (const name of Object.keys(assert)) {
    const member = Reflect.get(assert, name);
    // Classes and the module itself assert nothing.
    if (typeof member !== 'function' || /^([A-Z]|strict$)/.test(name)) continue;
    Object.defineProperty(assert, name, {
      configurable: true,
      enumerable: true,
      get: () => {
        count += 1;
        return member;
      },
    });
  }
};

exports.reset = () => {
  count = 0;
};

exports.count = () => count;
