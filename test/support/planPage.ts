import type { FrameLocator } from 'playwright-core';

/** Agrees by mouse to what a plan's page asks, and ends when Apply can be pressed. What was agreed to before stays so. */
export async function agreeToHazards(form: FrameLocator): Promise<void> {
  await form.locator('#apply').waitFor();
  const open = form.locator('vscode-checkbox[id^="hazard-"][aria-checked="false"]');
  const ids = await open.evaluateAll((boxes) => boxes.map((box) => (box as unknown as { id: string }).id));
  for (const id of ids) await form.locator(`[id="${id}"]`).click();
  await form.locator('#apply:not([disabled])').waitFor();
}

export async function agreeAndApply(form: FrameLocator): Promise<void> {
  await agreeToHazards(form);
  await form.locator('#apply').click();
}
