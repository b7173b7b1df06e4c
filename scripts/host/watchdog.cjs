// Takes the place of @vscode/native-watchdog, which would have to be compiled. The extension host also looks
// by itself, once a second, whether its parent is still there.
const { exit } = require('node:process');

exports.start = () => {};
exports.exit = exit;
