import { FIGURE_DEFINITIONS } from '@redress/metrics';
import { definitionIn, DEFINITIONS_ZH_CN } from '../../apps/console/src/figures/definition-texts';

describe('the definitions of figures in Chinese', () => {
  const keys = Object.entries(FIGURE_DEFINITIONS).map(([name, { version }]) => `${name} ${String(version)}`);

  it('are of every definition that the API knows, in the version that it counts by, and of no other', () => {
    expect(Object.keys(DEFINITIONS_ZH_CN).sort()).toEqual(keys.sort());
  });

  it('give way to the English of the API where the version is not theirs', () => {
    const asked = (definitionVersion: number) =>
      definitionIn('zh-CN', { definition: 'In English.', definitionName: 'cases', definitionVersion });
    expect(asked(FIGURE_DEFINITIONS.cases.version)).toMatchObject({ lang: 'zh-CN' });
    expect(asked(99)).toEqual({ text: 'In English.', lang: 'en' });
  });
});
