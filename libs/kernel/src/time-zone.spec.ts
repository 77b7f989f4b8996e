import { isTimeZone } from './time-zone';

describe('a time zone', () => {
  it.each(['Europe/London', 'asia/shanghai', 'UTC', 'Etc/GMT+12', 'Asia/Calcutta'])('is %s', (name) => {
    expect(isTimeZone(name)).toBe(true);
  });

  it.each(['Mars/Olympus', '+08:00', '-0300', '+08', '', ' UTC', 'UTC\0', 'GMT+1'])('is not %j', (name) => {
    expect(isTimeZone(name)).toBe(false);
  });
});
