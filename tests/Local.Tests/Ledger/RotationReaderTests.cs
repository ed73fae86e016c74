using TenantTokens.Approvals;
using TenantTokens.Fleet.Targets;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Reading;
using TenantTokens.Testing.Builders;

namespace TenantTokens.Local.Tests.Ledger;

/// <summary>What followers see of an open gate.</summary>
public sealed class RotationReaderTests : LedgerTest
{
    [Fact]
    public async Task The_named_rest_is_shown_as_it_stands_and_stays_as_it_was_asked()
    {
        RotationRecord rotation = await OpenAsync(RotationPhase.AwaitingFinish);
        TargetRecord web = Some.Target("web") with { State = TargetState.Inconclusive };
        ExceptionItem asked = new(web.Name, "Inconclusive", "It did not answer.", web.TargetId);
        await Targets.PutAsync(rotation.RotationId, [web], Stop);
        await Gates.OpenAsync(rotation.RotationId, Some.Gate() with { ExceptionCount = 1 }, [asked], Stop);
        Assert.Equal(asked, Assert.Single((await ReadAsync(rotation)).Rest));

        await Targets.PutAsync(rotation.RotationId, [web with { State = TargetState.Rotated }], Stop);

        Assert.Equal("Rotated", Assert.Single((await ReadAsync(rotation)).Rest).State);
        Assert.Equal(asked, Assert.Single(await Gates.ListExceptionsAsync(rotation.RotationId, "finish-1", Stop).ToListAsync(Stop)));
    }

    [Theory]
    [InlineData(-1, GateOutcome.Undecided)]
    [InlineData(0, GateOutcome.Held)]
    public async Task A_gate_is_held_from_its_deadline_on_whether_or_not_somebody_has_written_that_down(
        int secondsAfter,
        GateOutcome outcome)
    {
        RotationRecord rotation = await OpenAsync(RotationPhase.AwaitingFinish);
        await Gates.OpenAsync(rotation.RotationId, Some.Gate() with { Deadline = Time.GetUtcNow().AddSeconds(-secondsAfter) }, [], Stop);

        Assert.Equal(outcome, (await ReadAsync(rotation)).GateOutcome);
    }

    private Task<RotationSnapshot> ReadAsync(RotationRecord rotation)
        => new RotationReader(Rotations, Targets, Plans, Gates, new(Store), new(Store, Time), Time).ReadAsync(rotation.RotationId, Stop);
}
