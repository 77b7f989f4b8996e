import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runTool, ServiceError } from './service-process';

/** Apache's broker, and the logging binding that it brings none of. Runs on Java 11 and later. */
const KAFKA = { version: '3.9.1', scala: '2.13' };
const SLF4J_VERSION = '1.7.36';

/** Nothing but the broker and what it needs at run time. */
const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>redress</groupId>
  <artifactId>kafka-broker</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <dependencies>
    <dependency>
      <groupId>org.apache.kafka</groupId>
      <artifactId>kafka_${KAFKA.scala}</artifactId>
      <version>${KAFKA.version}</version>
    </dependency>
    <dependency>
      <groupId>org.slf4j</groupId>
      <artifactId>slf4j-reload4j</artifactId>
      <version>${SLF4J_VERSION}</version>
    </dependency>
  </dependencies>
</project>
`;

const brokerJar = `kafka_${KAFKA.scala}-${KAFKA.version}.jar`;

/** The folder of the broker's jars below `folder`, where they have been downloaded; undefined: not yet. */
export async function presentJars(folder: string): Promise<string | undefined> {
  const jars = join(folder, `jars-${KAFKA.version}`);
  const files = await readdir(jars).catch((): string[] => []);
  return files.includes(brokerJar) ? jars : undefined;
}

/** Downloads the jars from Maven Central, the first time only; gives their folder. */
export async function fetchJars(folder: string, note: (line: string) => void): Promise<string> {
  const present = await presentJars(folder);
  if (present !== undefined) return present;
  const maven = await runTool('mvn', ['-v']);
  if (maven.failed) {
    throw new ServiceError(
      'Kafka: Maven, which downloads the broker, is not on this machine. Install it: apt-get install maven',
    );
  }
  note(`Kafka: downloading Apache Kafka ${KAFKA.version} from Maven Central`);
  const jars = join(folder, `jars-${KAFKA.version}`);
  const half = `${jars}.half`;
  await rm(half, { recursive: true, force: true });
  await mkdir(half, { recursive: true });
  const pom = join(folder, 'pom.xml');
  await writeFile(pom, POM);
  const { failed, output } = await runTool('mvn', [
    ...['-q', '-B', '-f', pom, 'dependency:copy-dependencies'],
    ...[`-DoutputDirectory=${half}`, '-DincludeScope=runtime'],
  ]);
  if (failed) {
    throw new ServiceError(
      `Kafka: the download failed. Maven Central, or the mirror in ~/.m2/settings.xml, must be reachable. Maven says: ${output.slice(-2_000)}`,
    );
  }
  // In one step: a download that was interrupted leaves nothing that looks complete.
  await rename(half, jars);
  return jars;
}
