using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;
using TenantTokens.Rotations.Proving;
using TenantTokens.Testing.Builders;
using TenantTokens.Testing.Ledger;

namespace TenantTokens.Shared.Tests.Rotations.Proving;

public sealed class CountOpenTargetsTests
{
    private readonly TargetLedger _targets = new(new MemoryLedgerStore());

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_pending_and_which_ActiveGates_are_not_settled_is_counted()
        => Assert.Equal(new CountOpenTargets.Result(Pending: 2, UnsettledGates: 3), await CountAsync(
            Gate("gw-01", TargetState.Pending),
            Gate("gw-02", TargetState.Failed),
            Gate("gw-03", TargetState.Skipped),
            Some.Target("web-01", TargetState.Pending)));

    [Fact]
    public async Task What_is_done_accepted_or_no_ActiveGate_is_not()
        => Assert.Equal(new CountOpenTargets.Result(Pending: 0, UnsettledGates: 0), await CountAsync(
            Gate("gw-01", TargetState.Rotated),
            Gate("gw-02", TargetState.AlreadyCurrent),
            Gate("gw-03", TargetState.Skipped) with { IsAccepted = true },
            Some.Target("web-01", TargetState.Failed)));

    private static TargetRecord Gate(string machine, TargetState state) => Some.Target(machine, state, Component.ActiveGate);

    private async Task<CountOpenTargets.Result> CountAsync(params TargetRecord[] targets)
    {
        await _targets.PutAsync("rot-1", targets, Stop);
        return await new CountOpenTargets(_targets).RunAsync("rot-1", Stop);
    }
}
