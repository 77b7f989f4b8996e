import { pointsOf, weightsText } from './servqual';

describe('the weights of the dimensions of service', () => {
  it('are equal where nothing is chosen, and as the address says where something is', () => {
    const equal = { tangibles: 20, reliability: 20, responsiveness: 20, assurance: 20, empathy: 20 };
    expect(pointsOf({})).toEqual(equal);
    const chosen = { ...equal, reliability: 40, empathy: 0 };
    expect(pointsOf({ weights: weightsText(chosen) })).toEqual(chosen);
  });

  it('are never what the API would refuse', () => {
    expect(pointsOf({ weights: '900-x--5-1.5' })).toEqual({
      ...{ tangibles: 100, reliability: 20, responsiveness: 20, assurance: 5, empathy: 20 },
    });
  });
});
