import type { Page } from 'playwright-core';

/** Signs somebody in by the form for trying out, and waits for their first page, or for the one at `path`. */
export async function signInAs(
  page: Page,
  url: string,
  role: 'Agent' | 'Shift leader' | 'Supervisor' | 'Analyst',
  id: string,
  team: string,
  path = '/',
): Promise<void> {
  await page.goto(`${url}${path}`);
  await page.getByRole('radio', { name: role, exact: true }).check();
  await page.getByLabel('Person').fill(id);
  await page.getByLabel('Teams').fill(team);
  await page.getByRole('button', { name: 'Enter' }).click();
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
}

/** A complaint as somebody tells it. */
export const complaintOf = (team: string, more: object = {}) => ({
  kind: 'complaint',
  category: 'billing',
  channel: 'phone',
  priority: 2,
  team,
  customer: { name: 'Wang Fang', phones: ['+86 10 5555 0101'] },
  description: 'Charged twice for the same month.',
  remedySought: 'The second payment back.',
  ...more,
});

/** A zone in which it is about noon now: nobody is called in their quiet hours. */
export function zoneAtNoon(): string {
  const ahead = 12 - new Date().getUTCHours();
  return ahead === 0 ? 'Etc/GMT' : `Etc/GMT${ahead > 0 ? '-' : '+'}${String(Math.abs(ahead))}`;
}
