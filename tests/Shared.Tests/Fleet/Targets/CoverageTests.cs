using CsCheck;
using TenantTokens.Fleet.Targets;
using TenantTokens.Testing.Builders;

namespace TenantTokens.Shared.Tests.Fleet.Targets;

public sealed class CoverageTests
{
    private static readonly Gen<TargetState[]> _states = Gen.Enum<TargetState>().Array[0, 60];

    [Fact]
    public void Whatever_the_targets_the_counts_add_up_to_the_total()
        => _states.Sample(
            static states =>
            {
                Coverage coverage = Of(states);
                Assert.Equal(states.Length, coverage.Total);
                Assert.Equal(
                    states.Length,
                    coverage.Lines().Where(static line => line.State != nameof(Coverage.Total)).Sum(static line => line.Count));
            },
            iter: 200);

    [Fact]
    public void Every_state_is_counted_under_its_own_name()
        => _states.Sample(
            static states =>
            {
                Dictionary<string, int> lines = Of(states).Lines().ToDictionary(static line => line.State, static line => line.Count);
                foreach (TargetState state in Enum.GetValues<TargetState>())
                {
                    Assert.Equal(states.Count(one => one == state), lines[state.ToString()]);
                }
            },
            iter: 100);

    [Fact]
    public void There_is_no_line_but_the_states_and_the_total()
        => Assert.Equal(
            [.. Enum.GetNames<TargetState>().Append(nameof(Coverage.Total)).Order(StringComparer.Ordinal)],
            Of([]).Lines().Select(static line => line.State).Order(StringComparer.Ordinal));

    private static Coverage Of(TargetState[] states)
        => Coverage.From([.. states.Select(static (state, index) => Some.Target($"web-{index}", state))]);
}
