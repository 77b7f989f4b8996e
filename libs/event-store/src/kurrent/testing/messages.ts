import { Any } from 'google-protobuf/google/protobuf/any_pb';
import { Empty as GoogleEmpty } from 'google-protobuf/google/protobuf/empty_pb';
import {
  ClusterInfo,
  EndPoint,
  MemberInfo,
} from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/gossip_pb';
import {
  SupportedMethod,
  SupportedMethods,
} from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/serverfeatures_pb';
import {
  AllStreamPosition,
  Empty,
  StreamIdentifier,
  UUID,
  WrongExpectedVersion,
} from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/shared_pb';
import { Status } from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/status_pb';
import {
  AppendResp,
  BatchAppendResp,
  ReadReq,
  ReadResp,
  type AppendReq,
  type BatchAppendReq,
} from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb';
import type { LogRecord, MemoryLog, Proposed, Written } from './memory-log';

type Filter = ReadReq.Options.FilterOptions;

export const nameOf = (identifier: StreamIdentifier | undefined): string =>
  Buffer.from(identifier?.getStreamName_asU8() ?? []).toString('utf8');

const identifierOf = (stream: string): StreamIdentifier => {
  const identifier = new StreamIdentifier();
  identifier.setStreamName(Buffer.from(stream).toString('base64'));
  return identifier;
};

export const toProposed = (
  message: AppendReq.ProposedMessage | BatchAppendReq.ProposedMessage,
): Proposed => ({
  id: message.getId()?.getString() ?? '',
  type: message.getMetadataMap().get('type') ?? '',
  contentType: message.getMetadataMap().get('content-type') ?? '',
  data: message.getData_asU8(),
  metadata: message.getCustomMetadata_asU8(),
});

export function eventMessage(record: LogRecord, structuredIds: boolean): ReadResp {
  const event = new ReadResp.ReadEvent.RecordedEvent();
  event.setId(idMessage(record.id, structuredIds));
  event.setStreamIdentifier(identifierOf(record.stream));
  event.setStreamRevision(String(record.revision));
  event.setCommitPosition(String(record.position));
  event.setPreparePosition(String(record.position));
  event.getMetadataMap().set('type', record.type);
  event.getMetadataMap().set('content-type', record.contentType);
  event.getMetadataMap().set('created', '17000000000000000');
  event.setData(record.data);
  event.setCustomMetadata(record.metadata);
  const read = new ReadResp.ReadEvent();
  read.setEvent(event);
  read.setCommitPosition(String(record.position));
  const response = new ReadResp();
  response.setEvent(read);
  return response;
}

function idMessage(id: string, structured: boolean): UUID {
  const uuid = new UUID();
  if (!structured) {
    uuid.setString(id);
    return uuid;
  }
  const bytes = Buffer.from(id.replaceAll('-', ''), 'hex');
  const bits = new UUID.Structured();
  bits.setMostSignificantBits(String(bytes.readBigInt64BE(0)));
  bits.setLeastSignificantBits(String(bytes.readBigInt64BE(8)));
  uuid.setStructured(bits);
  return uuid;
}

export function streamNotFound(stream: string): ReadResp {
  const notFound = new ReadResp.StreamNotFound();
  notFound.setStreamIdentifier(identifierOf(stream));
  const response = new ReadResp();
  response.setStreamNotFound(notFound);
  return response;
}

export function confirmation(): ReadResp {
  const confirmed = new ReadResp.SubscriptionConfirmation();
  confirmed.setSubscriptionId('stub');
  const response = new ReadResp();
  response.setConfirmation(confirmed);
  return response;
}

export function checkpoint(position: bigint): ReadResp {
  const reached = new ReadResp.Checkpoint();
  reached.setCommitPosition(String(position));
  reached.setPreparePosition(String(position));
  const response = new ReadResp();
  response.setCheckpoint(reached);
  return response;
}

export function caughtUp(): ReadResp {
  const response = new ReadResp();
  response.setCaughtUp(new ReadResp.CaughtUp());
  return response;
}

/** The answer to one append of the stream of appends that a client keeps open. */
export function batchAnswer(request: BatchAppendReq, stream: string, written: Written): BatchAppendResp {
  const response = new BatchAppendResp();
  response.setCorrelationId(request.getCorrelationId());
  response.setStreamIdentifier(identifierOf(stream));
  if (written.kind === 'wrong-version') {
    const wrong = new WrongExpectedVersion();
    if (written.current === undefined) wrong.setCurrentNoStream(new GoogleEmpty());
    else wrong.setCurrentStreamRevision(String(written.current));
    wrong.setExpectedAny(new GoogleEmpty());
    const details = new Any();
    details.pack(wrong.serializeBinary(), 'event_store.client.WrongExpectedVersion');
    const status = new Status();
    status.setDetails(details);
    response.setError(status);
    return response;
  }
  const success = new BatchAppendResp.Success();
  success.setCurrentRevision(String(written.revision));
  if (written.position === undefined) success.setNoPosition(new GoogleEmpty());
  else {
    const position = new AllStreamPosition();
    position.setCommitPosition(String(written.position));
    position.setPreparePosition(String(written.position));
    success.setPosition(position);
  }
  response.setSuccess(success);
  return response;
}

/** The answer to an append in a call of its own, as older servers take it. */
export function answer(written: Written): AppendResp {
  const response = new AppendResp();
  if (written.kind === 'wrong-version') {
    const wrong = new AppendResp.WrongExpectedVersion();
    if (written.current === undefined) wrong.setCurrentNoStream(new Empty());
    else wrong.setCurrentRevision(String(written.current));
    wrong.setExpectedAny(new Empty());
    response.setWrongExpectedVersion(wrong);
    return response;
  }
  const success = new AppendResp.Success();
  success.setCurrentRevision(String(written.revision));
  success.setNoPosition(new Empty());
  response.setSuccess(success);
  return response;
}

/** What a filter lets through. */
export function passes(filter: Filter | undefined): (record: LogRecord) => boolean {
  if (filter === undefined) return () => true;
  const byStream = filter.getStreamIdentifier();
  const expression = byStream ?? filter.getEventType();
  const regex = expression?.getRegex() ?? '';
  const prefixes = expression?.getPrefixList() ?? [];
  const matches = (text: string): boolean =>
    regex === '' ? prefixes.some((prefix) => text.startsWith(prefix)) : new RegExp(regex).test(text);
  return ({ stream, type }) => matches(byStream === undefined ? type : stream);
}

/** A cluster of one member, which is its leader. */
export function clusterOf(port: number): ClusterInfo {
  const endPoint = new EndPoint();
  endPoint.setAddress('127.0.0.1');
  endPoint.setPort(port);
  const member = new MemberInfo();
  member.setInstanceId(idMessage('00000000-0000-4000-8000-000000000001', false));
  member.setTimeStamp('0');
  member.setState(MemberInfo.VNodeState.LEADER);
  member.setIsAlive(true);
  member.setHttpEndPoint(endPoint);
  const cluster = new ClusterInfo();
  cluster.addMembers(member);
  return cluster;
}

/** What a server can do. @param batches whether it takes many appends in one call */
export function supportedMethods(batches: boolean): SupportedMethods {
  const methods = new SupportedMethods();
  methods.setEventStoreServerVersion('25.1.0');
  if (!batches) return methods;
  const method = new SupportedMethod();
  method.setServiceName('event_store.client.streams.streams');
  method.setMethodName('batchappend');
  methods.addMethods(method);
  return methods;
}

/** The events that a read asks for. A position is where it begins, the event at it included. */
export function select(log: MemoryLog, options: ReadReq.Options): readonly LogRecord[] {
  const limit = Number(options.getCount());
  const backwards = options.getReadDirection() === ReadReq.Options.ReadDirection.BACKWARDS;
  const stream = options.getStream();
  const from = options.getAll()?.getPosition()?.getCommitPosition() ?? '0';
  const candidates =
    stream === undefined
      ? log.records.filter(({ position }) => position >= BigInt(from))
      : log.stream(nameOf(stream.getStreamIdentifier())).slice(Number(stream.getRevision() || 0));
  const matching = candidates.filter(passes(options.getFilter()));
  return (backwards ? matching.toReversed() : matching).slice(0, limit);
}
