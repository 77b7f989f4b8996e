import { SUBJECT_FACTS, type Match, type Rule, type SubjectFacts } from './policy';

/** A rule that no subject ever falls under, since the first that matches wins. Rules count from 1. */
export interface UnreachableRule {
  readonly rule: number;
  /** Earlier rules that together match whatever it matches; none of them can be left out. */
  readonly coveredBy: readonly number[];
}

/** The facts that have no other values than these. Any other fact can have a value that no rule names. */
const CLOSED: { readonly [Fact in keyof SubjectFacts]?: readonly SubjectFacts[Fact][] } = {
  priority: [1, 2, 3, 4, 5],
  specialCare: [false, true],
};

/** For each fact of SUBJECT_FACTS, a set of its values as bits: values that the rules treat alike share one. */
type Box = readonly bigint[];

/**
 * The rules that can never apply: every subject that they match is matched by earlier ones, by one of them or by several together.
 *
 * A rule matches a box in the space of the facts. From the box of each rule those of the earlier ones are taken away, piece by piece; where
 * nothing is left the rule is unreachable. Values between which no rule tells are one, and so is all that no rule names, so a
 * thousand categories in one rule cost no more than one. The search ends at the first piece that is left.
 */
export function unreachableRules(rules: readonly Pick<Rule, 'match'>[]): readonly UnreachableRule[] {
  const boxes = boxesOf(rules.map(({ match }) => match));
  return boxes.flatMap((box, index): UnreachableRule[] => {
    const earlier = boxes.slice(0, index).map((one, place) => ({ rule: place + 1, box: one }));
    let covering = earlier.filter((one) => meets(one.box, box));
    if (!covers(covering, box)) return [];
    for (const one of covering.toReversed()) {
      const others = covering.filter((other) => other !== one);
      if (covers(others, box)) covering = others;
    }
    return [{ rule: index + 1, coveredBy: covering.map(({ rule }) => rule) }];
  });
}

function boxesOf(matches: readonly Match[]): readonly Box[] {
  const sets = SUBJECT_FACTS.map((fact) =>
    setsOf(
      matches.map((match) => match[fact]),
      CLOSED[fact],
    ),
  );
  return matches.map((_, rule) => sets.map((ofFact) => ofFact[rule] ?? 0n));
}

/**
 * The values of one fact that each rule takes, as bits: a bit for each group of values that appear in the same rules, and one for all
 * that are not named anywhere.
 */
function setsOf(
  taken: readonly (readonly unknown[] | undefined)[],
  closed: readonly unknown[] | undefined,
): readonly bigint[] {
  const ANY_OTHER = Symbol('any other');
  const named = new Set(taken.flatMap((values) => values ?? []));
  const values: readonly unknown[] = closed ?? [...named, ANY_OTHER];
  const bitOf = new Map<string, bigint>();
  const sets = taken.map(() => 0n);
  for (const value of values) {
    const takers = taken.map((one) => one === undefined || one.includes(value));
    const group = takers.map(Number).join('');
    const bit = bitOf.get(group) ?? 1n << BigInt(bitOf.size);
    bitOf.set(group, bit);
    takers.forEach((takes, rule) => {
      if (takes) sets[rule] = (sets[rule] ?? 0n) | bit;
    });
  }
  return sets;
}

const meets = (one: Box, other: Box): boolean => one.every((set, fact) => (set & (other[fact] ?? 0n)) !== 0n);

/** Whether nothing of a box is left when all the others are taken away. */
function covers(others: readonly { readonly box: Box }[], box: Box, from = 0): boolean {
  for (let at = from; at < others.length; at++) {
    const other = others[at]?.box;
    if (other === undefined || !meets(other, box)) continue;
    return less(box, other).every((piece) => covers(others, piece, at + 1));
  }
  return false;
}

/** What is left of a box without another one that meets it: disjoint boxes, at most one for each fact. */
function less(box: Box, other: Box): readonly Box[] {
  const pieces: Box[] = [];
  let rest = box;
  box.forEach((set, fact) => {
    const outside = set & ~(other[fact] ?? 0n);
    if (outside !== 0n) pieces.push(rest.with(fact, outside));
    rest = rest.with(fact, set & (other[fact] ?? 0n));
  });
  return pieces;
}
