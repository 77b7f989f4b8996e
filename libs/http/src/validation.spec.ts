import type { Type } from '@nestjs/common';
import { IsLanguage, IsOpaqueId } from './property.decorators';
import { ApiValidationPipe } from './validation';

// eslint-disable-next-line @typescript-eslint/no-extraneous-class -- a command that takes no body has such a DTO
class Nothing {}

class AllOptional {
  @IsOpaqueId({ optional: true })
  readonly id?: string;
}

class Spoken {
  @IsLanguage()
  readonly language!: string;
}

const pipe = new ApiValidationPipe();

const bodyAs = (metatype: Type<object>, value: unknown) => pipe.transform(value, { type: 'body', metatype });

describe.each([Nothing, AllOptional])('a body that may be empty (%p)', (dto) => {
  it.each([null, [], [{}], 'text', 7, true])('is not %j', async (value) => {
    await expect(bodyAs(dto, value)).rejects.toMatchObject({ status: 400, code: 'invalid-request' });
  });

  it('may be left out, and may hold nothing that it does not know', async () => {
    expect(await bodyAs(dto, undefined)).toEqual({});
    expect(await bodyAs(dto, {})).toBeInstanceOf(dto);
    await expect(bodyAs(dto, { x: 1 })).rejects.toMatchObject({
      extras: { members: { errors: [expect.objectContaining({ field: 'x', code: 'unknown-field' })] } },
    });
  });
});

describe('a language', () => {
  it.each(['en', 'zh-hans-cn'])('may be %s', async (language) => {
    expect(await bodyAs(Spoken, { language })).toEqual({ language });
  });

  it.each(['speaks slowly', 'zh_CN', 'de-1996-1996', ''])(
    'is refused by name where it is %j',
    async (language) => {
      const error = {
        field: 'language',
        code: 'malformed',
        reason: expect.stringContaining('BCP 47') as unknown,
      };
      await expect(bodyAs(Spoken, { language })).rejects.toMatchObject({
        status: 400,
        code: 'invalid-request',
        extras: { members: { errors: [error] } },
      });
    },
  );
});
