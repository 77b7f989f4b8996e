import type { LadderAction, LadderMark, LadderStep } from '@redress/sla';
import type { LocatedYaml, YamlPath } from '../document-file/located-yaml';

/** A step as the schema promises it: a mark, and one of the actions. */
export type WrittenStep = { readonly at: LadderMark } & { readonly [Action in LadderAction]?: string };

/** The ladder of a target. Fails the text where a step stands at a mark that the target has not. */
export function ladderOf(
  written: readonly WrittenStep[],
  marks: readonly LadderMark[],
  { path, yaml }: { readonly path: YamlPath; readonly yaml: LocatedYaml },
): readonly LadderStep[] {
  return written.map(({ at, tell, reassign, supervise }, place): LadderStep => {
    if (at !== 'due' && !marks.includes(at)) {
      const known = [...marks, 'due'].join(', ');
      yaml.fail([...path, place, 'at'], `is no mark of this target: ${String(at)}. It has ${known}`);
    }
    if (tell !== undefined) return { at, action: 'tell', to: tell };
    if (reassign !== undefined) return { at, action: 'reassign', to: reassign };
    return { at, action: 'supervise', to: supervise ?? 'supervisor' };
  });
}
