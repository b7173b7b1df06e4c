/** Counts what held and what didn't; one that fails keeps none of those after it from running. */
export class Checks {
  private passed = 0;
  private readonly failures: string[] = [];

  async check(name: string, work: () => unknown): Promise<void> {
    try {
      await work();
      this.passed += 1;
      console.log(`  ✓ ${name}`);
    } catch (error) {
      this.failures.push(name);
      console.log(`  ✗ ${name}\n    ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  get hasFailed(): boolean {
    return this.failures.length > 0;
  }

  get summary(): string {
    return `${this.passed} checks passed, ${this.failures.length} failed`;
  }
}
