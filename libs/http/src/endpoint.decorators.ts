import { applyDecorators, HttpCode, Param, type PipeTransform, type Type } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiExtension,
  ApiExtraModels,
  ApiHeader,
  ApiOkResponse,
  ApiOperation,
  ApiResponse,
  getSchemaPath,
} from '@nestjs/swagger';
import { PastMark } from './as-of';
import { AnswersWithOutcome, CommandOutcomeSchema, type CommandOutcome } from './command-outcome';
import { ApiPage } from './paging';
import { Roles, type PrincipalRole } from './principal';
import { invalidRequest, PROBLEM_JSON } from './problem';
import { ProblemDocumentSchema } from './problem.schema';
import { OPAQUE_ID } from './property.decorators';
import { READ_TOKEN_HEADER } from './read-token';

/** What an endpoint says of itself. */
export interface EndpointOptions {
  /** One line, in the words of the domain. */
  readonly summary: string;
  /** More than that, in Markdown. */
  readonly description?: string;
  /** Who may: at least one. */
  readonly roles: readonly [PrincipalRole, ...PrincipalRole[]];
}

/** A command: POST, answers with a CommandOutcome. Sets the roles, the headers and the whole description. */
export const CommandEndpoint = (
  options: EndpointOptions & {
    /** It makes a new thing, which has no revision to be matched; answers 201. */
    readonly creates?: boolean;
    /** What it makes becomes a part of what is under the id in the path, which has a revision to be matched, and may not exist. */
    readonly within?: boolean;
    /** The DTO that it answers with, where that is more than a CommandOutcome. */
    readonly answer?: Type<CommandOutcome>;
  },
): MethodDecorator => {
  const { creates = false, within = false, answer = CommandOutcomeSchema } = options;
  const changes = !creates || within;
  const outcome = { type: answer, headers: outcomeHeaders };
  return applyDecorators(
    ...described(options),
    HttpCode(200),
    AnswersWithOutcome(creates),
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
      description:
        'Makes sending it again safe: the same key, sender, address and body is the same command. Another body under the same key is refused.',
      schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[\\x21-\\x7e]+$' },
    }),
    ...(creates
      ? [
          ApiResponse({
            ...outcome,
            status: 201,
            description: 'Done.',
            headers: {
              ...outcomeHeaders,
              Location: { description: 'Where it is.', schema: { type: 'string' } },
            },
          }),
        ]
      : []),
    ...(changes
      ? [
          ApiHeader({
            name: 'If-Match',
            required: false,
            description:
              'The ETag that was read: refused with 412 where a person or an outside system has changed it since.',
            schema: { type: 'string', example: '"7"' },
          }),
        ]
      : []),
    ApiResponse({ ...outcome, status: 200, description: creates ? 'Had been done before.' : 'Done.' }),
    // What does not exist yet matches no If-Match, wherever one is sent.
    ApiProblems(400, 401, 403, ...(changes ? [404] : []), 409, 412, 413, 415, 422, 431, 503),
  );
};

/** A question: GET. Sets the roles and the whole description. */
export const QuestionEndpoint = (
  options: EndpointOptions & {
    /** The DTO that it answers with, a list of it, or pages of it; left out where the endpoint describes its answer itself. */
    readonly answer?: QuestionAnswer;
    /** It takes a read token and waits, bounded, until it can show the command. */
    readonly readAfter?: boolean;
    /** It takes `asOf` and then marks its answer as past; a list stands under `items` then. */
    readonly asOf?: boolean;
    /** It is about one thing, which may not exist. */
    readonly one?: boolean;
  },
): MethodDecorator =>
  applyDecorators(
    ...described(options),
    ...(options.asOf === true ? [answersAsOf(options.answer)] : answerOf(options.answer)),
    ...(options.readAfter === true
      ? [
          ApiHeader({
            name: READ_TOKEN_HEADER,
            required: false,
            description: 'The token that a command answered with: the answer then shows that command.',
            schema: { type: 'string' },
          }),
        ]
      : []),
    ApiProblems(
      400,
      401,
      403,
      ...(options.one === true ? [404] : []),
      ...(options.asOf === true ? [422] : []),
      431,
      503,
    ),
  );

function described({ summary, description, roles }: EndpointOptions): MethodDecorator[] {
  const who = `Roles: ${roles.join(', ')}.`;
  return [
    Roles(...roles),
    ApiBearerAuth(),
    ApiExtension('x-roles', roles),
    ApiOperation({ summary, description: description === undefined ? who : `${description}\n\n${who}` }),
  ];
}

/** What a question answers with: the DTO, a list of it, or pages of it. */
type QuestionAnswer = Type<object> | { readonly listOf: Type<object> } | { readonly pageOf: Type<object> };

function answerOf(answer: QuestionAnswer | undefined): MethodDecorator[] {
  if (answer === undefined) return [];
  if ('pageOf' in answer) return [ApiPage(answer.pageOf)];
  if ('listOf' in answer) return [ApiOkResponse({ type: answer.listOf, isArray: true })];
  return [ApiOkResponse({ type: answer })];
}

/** One DTO has `past` among its own properties. Throws where the endpoint describes its answer itself. */
function answersAsOf(answer: QuestionAnswer | undefined): MethodDecorator {
  if (answer !== undefined && 'pageOf' in answer)
    return applyDecorators(ApiExtraModels(PastMark), ApiPage(answer.pageOf, PAST));
  if (answer === undefined) throw new Error('what is asked as of an instant has to name its answer');
  if (!('listOf' in answer)) return ApiOkResponse({ type: answer });
  const items = { type: 'array', items: { $ref: getSchemaPath(answer.listOf) } };
  const past = { type: 'object', required: ['past', 'items'], properties: { ...PAST, items } };
  return applyDecorators(
    ApiExtraModels(answer.listOf, PastMark),
    ApiOkResponse({ description: 'The list; with `asOf` marked as past.', schema: { oneOf: [items, past] } }),
  );
}

const PAST = { past: { $ref: getSchemaPath(PastMark) } };

const outcomeHeaders = {
  ETag: { description: 'The revision, in quotes.', schema: { type: 'string' } },
  [READ_TOKEN_HEADER]: { description: 'Shows this command to a question.', schema: { type: 'string' } },
} as const;

const WHY: Readonly<Record<number, string>> = {
  400: 'The request contradicts this document.',
  401: 'No token, or one that proves nothing.',
  403: 'None of your roles may do this.',
  404: 'There is nothing under this id.',
  409: 'Not in this phase, or someone else was faster.',
  412: 'It has changed since you read it.',
  413: 'The body is too large.',
  415: 'The body is not JSON.',
  422: 'It can not be true, or the Idempotency-Key was used for something else.',
  429: 'Too much at once: try again after Retry-After seconds.',
  431: 'The headers are too large.',
  503: 'Out of reach for now: try again after Retry-After seconds.',
};

/** Describes refusals with these statuses in the API document. The endpoints of commands and questions bring theirs along. */
export const ApiProblems = (...statuses: readonly number[]): MethodDecorator =>
  applyDecorators(
    ApiExtraModels(ProblemDocumentSchema),
    ...statuses.map((status) =>
      ApiResponse({
        status,
        description: WHY[status] ?? '',
        content: { [PROBLEM_JSON]: { schema: { $ref: getSchemaPath(ProblemDocumentSchema) } } },
      }),
    ),
  );

class OpaqueIdPipe implements PipeTransform<unknown, string> {
  readonly #name: string;

  constructor(name: string) {
    this.#name = name;
  }

  transform(value: unknown): string {
    if (typeof value === 'string' && OPAQUE_ID.test(value)) return value;
    const reason = `${this.#name} must be 1 to 64 letters, digits and . _ : -`;
    throw invalidRequest('A part of the path is no id.', [{ field: this.#name, code: 'malformed', reason }]);
  }
}

/** Parameter: an id in the path. Throws 400 `invalid-request` where it is none. */
export const PathId = (name = 'id'): ParameterDecorator => Param(name, new OpaqueIdPipe(name));
