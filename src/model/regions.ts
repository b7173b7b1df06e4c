/** `West Europe` and `westeurope` are one region; this is the form under which they are compared. */
export function regionKey(location: string): string {
  return location.replace(/\s/g, '').toLowerCase();
}
