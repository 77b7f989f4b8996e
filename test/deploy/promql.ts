/** What an expression asks Prometheus for. */
export interface Asked {
  readonly metrics: readonly string[];
  readonly labels: readonly string[];
}

const OPERATORS = new Set(['and', 'or', 'unless', 'bool', 'offset']);
const GROUPING = /\b(?:by|without|on|ignoring|group_left|group_right)\s*\(([^()]*)\)/g;
const MATCHERS = /\{([^{}]*)\}/g;
const RANGE = /\[[^[\]]*\]/g;
const CLOSING: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

/** Reads an expression of PromQL as far as to know which metrics and labels it names. Throws where brackets or quotes do not match. */
export function readPromQl(expression: string): Asked {
  const unquoted = expression.replaceAll(/"(?:[^"\\]|\\.)*"/g, '');
  checkBrackets(unquoted, expression);
  const labels = [
    ...[...unquoted.matchAll(GROUPING)].flatMap(([, names = '']) => names.split(',')),
    ...[...unquoted.matchAll(MATCHERS)].flatMap(([, pairs = '']) =>
      pairs.split(',').map((pair) => pair.split(/[=!]/)[0] ?? ''),
    ),
  ];
  const rest = unquoted.replaceAll(GROUPING, ' ').replaceAll(MATCHERS, ' ').replaceAll(RANGE, ' ');
  // A name before a bracket is a function or an aggregation.
  const names = [...rest.matchAll(/(?<![\w.])[a-z_:][\w:]*(?![\w:]*\s*\()/gi)].map(([name]) => name);
  return {
    metrics: names.filter((name) => !OPERATORS.has(name)),
    labels: labels.map((label) => label.trim()).filter((label) => label !== ''),
  };
}

function checkBrackets(text: string, expression: string): void {
  if (text.includes('"')) throw new Error(`a quote does not end in ${expression}`);
  const open: string[] = [];
  for (const character of text) {
    if ('([{'.includes(character)) open.push(character);
    else if (character in CLOSING && open.pop() !== CLOSING[character])
      throw new Error(`brackets do not match in ${expression}`);
  }
  if (open.length > 0) throw new Error(`brackets do not match in ${expression}`);
}
