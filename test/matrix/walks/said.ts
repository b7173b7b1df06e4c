/** Counts what was said and compared, and keeps what was wrong, in a line each. */
export class Said {
  compared = 0;
  readonly wrong: string[] = [];
  /** When it is said, for the lines. */
  moment = '';

  that(what: string, holds: boolean): void {
    this.compared += 1;
    if (!holds) this.wrong.push(`${this.moment}: ${what}`);
  }
}
