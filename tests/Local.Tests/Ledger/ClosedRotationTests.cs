using TenantTokens.Fleet.Targets;
using TenantTokens.Ledger;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Finishing;
using TenantTokens.Rotations.Procedure;
using TenantTokens.Rotations.Reading;
using TenantTokens.Rotations.Reporting;
using TenantTokens.Testing.Builders;

namespace TenantTokens.Local.Tests.Ledger;

/// <summary>A rotation that is closed as it is says for good who wanted that, and why.</summary>
public sealed class ClosedRotationTests : LedgerTest
{
    [Fact]
    public async Task Who_closed_it_and_why_stands_in_the_audit_trail_and_in_the_report_beside_the_end()
    {
        RotationRecord rotation = await DeadEndAsync();
        await Targets.PutAsync(rotation.RotationId, [Some.Touched("a", TargetState.Rotated)], Stop);

        int number = await GiveAsync(rotation, OperatorCommandKind.Close);
        Assert.Equal(
            RotationPhase.Closing,
            await new LeaveParked(Rotations, Targets, Commands, Phases, Time).RunAsync(new(rotation.RotationId, number), Stop));
        await new RecordTokensLeft(Targets, Audit).RunAsync(rotation.RotationId, Stop);
        await Move.RunAsync(new(rotation.RotationId, RotationPhase.Closing, RotationPhase.Abandoned), Stop);

        AuditEvent[] trail = await Audit.ListAsync(rotation.RotationId, Stop).ToArrayAsync(Stop);
        AuditEvent command = Assert.Single(trail, static entry => entry.Code == "command");
        Assert.Equal(("olga", "Close: because."), (command.By, command.Detail));
        Assert.Equal(
            "Closed as it is. Of 1 touched targets 1 are on the new token, 0 on the old one, 0 on one of the two, not known which.",
            Assert.Single(trail, static entry => entry.Code == "abandoned").Detail);
        string report = await new RotationReport(
            new RotationReader(Rotations, Targets, Plans, Gates, new(Store), new(Store, Time), Time),
            Audit,
            Time)
            .WriteAsync(rotation.RotationId, Stop);
        Assert.Contains("| Phase | Abandoned |", report, StringComparison.Ordinal);
        Assert.Contains("| command | olga | Close: because. |", report, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task Without_a_reason_it_is_not_closed_and_nothing_is_written(string? reason)
    {
        RotationRecord rotation = await DeadEndAsync();

        OperatorAnswer answer = await Commands.GiveAsync(rotation.RotationId, new(OperatorCommandKind.Close, "olga", reason), Stop);

        Assert.Equal((false, "Close needs a reason for the audit trail."), (answer.Accepted, answer.Message));
        Assert.Equal(0, (await Rotations.GetAsync(rotation.RotationId, Stop)).Commands);
        Assert.Equal(0, await AuditedAsync(rotation, "command"));
    }

    /// <summary>Parked with a third token in force, after a resume in vain.</summary>
    private async Task<RotationRecord> DeadEndAsync()
    {
        RotationRecord rotation = await OpenAsync(RotationPhase.Parked);
        return await SetAsync(
            rotation.RotationId,
            static current => current with
            {
                StartTookEffect = true,
                ParkedFrom = RotationPhase.Cancelling,
                ParkReason = new(ParkCodes.ForeignToken, "A third token.", Some.Now, ResumesInVain: 1),
            });
    }
}
