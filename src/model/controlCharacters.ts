/**
 * What moves a cursor, begins an escape sequence or breaks a line, rather than being seen: C0 and C1 controls, and Unicode's
 * line and paragraph separators. In a terminal it could end the paste mode or begin a command of its own.
 */
export const controlCharacter = /[\p{Cc}\p{Zl}\p{Zp}]/u;
