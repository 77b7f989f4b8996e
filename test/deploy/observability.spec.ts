import { compositionWith, servicesWith, textOf, yamlOf } from './compose-file';
import { METRIC_NAMES, SERIES } from './metrics';
import { readPromQl } from './promql';

/** What Prometheus gives a series by its target. */
const TARGET_LABELS = ['app', 'instance', 'job'];

const { services } = compositionWith({
  ...{ POSTGRES_PASSWORD: 'secret', MASTER_KEY: 'secret' },
  ...{ OIDC_ISSUER: 'https://login.example.org', OIDC_AUDIENCE: 'redress' },
});

interface Rules {
  readonly groups: readonly {
    readonly rules: readonly {
      readonly alert: string;
      readonly expr: string;
      readonly labels?: { readonly severity?: string };
      readonly annotations?: {
        readonly summary?: string;
        readonly description?: string;
        readonly runbook_url?: string;
      };
    }[];
  }[];
}

interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly datasource?: { readonly type: string; readonly uid: string };
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly {
    readonly refId: string;
    readonly expr: string;
    readonly datasource: { readonly type: string; readonly uid: string };
  }[];
}

const rules = (yamlOf('deploy/prometheus/rules.yml') as Rules).groups.flatMap((group) => group.rules);
const dashboard = JSON.parse(textOf('deploy/grafana/dashboards/redress.json')) as {
  readonly uid: string;
  readonly panels: readonly Panel[];
};
const panels = dashboard.panels.filter(({ type }) => type !== 'row');

/** Where a container finds a file or folder of the repository; undefined where it is not mounted. */
const mountedAt = (service: string, source: string): string | undefined =>
  services[service]?.volumes?.find((volume) => volume.startsWith(`${source}:`))?.split(':')[1];

const unknownIn = (expression: string): readonly string[] => {
  const { metrics, labels } = readPromQl(expression);
  const known = new Set([...TARGET_LABELS, ...metrics.flatMap((metric) => SERIES.get(metric) ?? [])]);
  return [
    ...metrics.filter((metric) => !SERIES.has(metric)),
    ...labels.filter((label) => !known.has(label)),
    ...(metrics.length === 0 ? ['no metric'] : []),
  ];
};

describe('Prometheus', () => {
  const { scrape_configs, rule_files } = yamlOf('deploy/prometheus/prometheus.yml') as {
    readonly scrape_configs: readonly {
      readonly job_name: string;
      readonly dns_sd_configs: readonly { readonly names: readonly string[]; readonly port: number }[];
    }[];
    readonly rule_files: readonly string[];
  };

  it('scrapes every process of ours, where it listens', () => {
    const processes = Object.entries(services)
      .filter(([, { build, restart }]) => build !== undefined && restart !== undefined)
      .map(([name]) => name);
    const found = scrape_configs.flatMap(({ dns_sd_configs }) => dns_sd_configs);
    expect(found.flatMap(({ names }) => names).sort()).toEqual(processes.sort());
    const port = Number(/\bPORT=(\d+)/.exec(textOf('Dockerfile'))?.[1]);
    expect(found.map((discovery) => discovery.port)).toEqual([port]);
  });

  it('reads the rules that are mounted', () => {
    const folder = mountedAt('prometheus', './deploy/prometheus');
    expect(rule_files).toEqual([`${String(folder)}/rules.yml`]);
  });

  it('raises each alert once, with what it means, what to look at and where it is said what to do', () => {
    const sections = [...textOf('docs/operations.md').matchAll(/^### (\w+)$/gm)].map(([, name]) => name);
    expect(rules.map(({ alert }) => alert).toSorted()).toEqual(sections.toSorted());
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
    for (const { alert, labels, annotations } of rules)
      expect({ alert, labels, annotations }).toEqual({
        alert: expect.stringMatching(/^[A-Z]\w+$/) as string,
        labels: { severity: expect.stringMatching(/^(critical|warning)$/) as string },
        annotations: {
          summary: expect.stringMatching(/\.$/) as string,
          description: expect.stringMatching(/\.$/) as string,
          runbook_url: `docs/operations.md#${alert.toLowerCase()}`,
        },
      });
  });

  it.each(rules)('asks for what there is: $alert', ({ expr, annotations }) => {
    expect(unknownIn(expr)).toEqual([]);
    const named = [...(annotations?.summary ?? '').matchAll(/\$labels\.(\w+)/g)].map(([, label]) => label);
    expect(readPromQl(expr).labels).toEqual(expect.arrayContaining(named));
  });
});

describe('the dashboard', () => {
  it.each(panels)('asks for what there is: $title', ({ targets = [] }) => {
    expect(targets.length).toBeGreaterThan(0);
    expect(targets.map(({ expr }) => unknownIn(expr))).toEqual(targets.map(() => []));
  });

  it('shows every metric that there is', () => {
    const asked = panels
      .flatMap(({ targets = [] }) => targets)
      .flatMap(({ expr }) =>
        readPromQl(expr).metrics.map((name) => name.replace(/_(bucket|sum|count)$/, '')),
      );
    expect(METRIC_NAMES.filter((name) => !asked.includes(name))).toEqual([]);
  });

  it('asks the source that is provisioned', () => {
    const { datasources } = yamlOf('deploy/grafana/provisioning/datasources/prometheus.yaml') as {
      readonly datasources: readonly { readonly uid: string; readonly type: string; readonly url: string }[];
    };
    const [source] = datasources;
    expect(new URL(source?.url ?? '').hostname).toBe('prometheus');
    const expected = { type: source?.type, uid: source?.uid };
    for (const { title, datasource, targets = [] } of panels)
      for (const used of [datasource, ...targets.map((target) => target.datasource)])
        expect([title, used]).toEqual([title, expected]);
  });

  it('is provisioned from where it is mounted, and is the first thing seen', () => {
    const { providers } = yamlOf('deploy/grafana/provisioning/dashboards/redress.yaml') as {
      readonly providers: readonly { readonly options: { readonly path: string } }[];
    };
    const folder = mountedAt('grafana', './deploy/grafana/dashboards');
    expect(providers.map(({ options }) => options.path)).toEqual([folder]);
    expect(services['grafana']?.environment?.['GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH']).toBe(
      `${String(folder)}/redress.json`,
    );
  });

  it('has a place of its own for each panel', () => {
    expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length);
    const places = dashboard.panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, n) => `${String(x + (n % w))},${String(y + Math.floor(n / w))}`),
    );
    expect(new Set(places).size).toBe(places.length);
    for (const { gridPos } of dashboard.panels) expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
  });
});

describe('the collector', () => {
  interface Pipeline {
    readonly receivers: readonly string[];
    readonly processors: readonly string[];
    readonly exporters: readonly string[];
  }
  const config = yamlOf('deploy/collector/config.yaml') as Readonly<
    Record<keyof Pipeline | 'extensions', Readonly<Record<string, { readonly endpoint?: string } | null>>>
  > & {
    readonly service: {
      readonly extensions: readonly string[];
      readonly pipelines: Readonly<Record<string, Pipeline>>;
    };
  };
  const pipelines = Object.values(config.service.pipelines);

  it.each(['receivers', 'processors', 'exporters'] as const)(
    'uses the %s that it has, and no others',
    (part) => {
      const used = new Set(pipelines.flatMap((pipeline) => pipeline[part]));
      expect([...used].sort()).toEqual(Object.keys(config[part]).sort());
    },
  );

  it('uses the extensions that it has, and no others', () => {
    expect([...config.service.extensions].sort()).toEqual(Object.keys(config.extensions).sort());
  });

  it('takes traces and metrics, and sends to what runs beside it', () => {
    expect(Object.keys(config.service.pipelines).sort()).toEqual(['metrics', 'traces']);
    const beside = servicesWith({ services }, ['observability']);
    for (const [name, exporter] of Object.entries(config.exporters)) {
      const [host] = (exporter?.endpoint ?? '').split(':');
      if (host !== '') expect([name, beside]).toEqual([name, expect.arrayContaining([host])]);
    }
  });

  it('is configured where its image looks', () => {
    expect(mountedAt('collector', './deploy/collector/config.yaml')).toBe('/etc/otelcol-contrib/config.yaml');
  });
});

describe('what reads PromQL', () => {
  it('knows metrics from functions, labels and durations', () => {
    const asked = readPromQl(
      'histogram_quantile(0.99, sum by (le, app) (rate(a_bucket{app!="x", b=~"c{d"}[5m]))) unless max(up) == 1e3',
    );
    expect(asked).toEqual({ metrics: ['a_bucket', 'up'], labels: ['le', 'app', 'app', 'b'] });
  });

  it.each(['sum(up', 'rate(up[5m)', 'up{job="x}', 'up)'])('refuses %s', (expression) => {
    expect(() => readPromQl(expression)).toThrow(/match|end/);
  });
});
