/** A line for whoever sits before the screen. */
export const say = (line: string): void => void process.stdout.write(`${line}\n`);
