using TenantTokens.Configuration.Options;
using TenantTokens.Fleet.Targets;
using TenantTokens.Local.Tests.Histories;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Claiming;
using TenantTokens.Rotations.Commands;
using TenantTokens.Testing.Builders;
using TenantTokens.Testing.Vault;

namespace TenantTokens.Local.Tests.Claims;

/// <summary>
/// What a rotation does in each phase once another copy has taken its claim over. Nothing answers for run commands here, nor for start,
/// finish and cancel: whatever was sent would fail the step and park the rotation for another reason.
/// </summary>
public sealed class LostClaimTests
{
    private static readonly PolicyOptions _rareLooks = new()
    {
        ProofMaxAge = TimeSpan.FromDays(30),
        Watch = new() { Interval = TimeSpan.FromHours(1) },
    };

    [Theory]
    [InlineData(RotationPhase.Starting)]
    [InlineData(RotationPhase.RotatingOneAgents)]
    [InlineData(RotationPhase.Finishing)]
    [InlineData(RotationPhase.RollingBack)]
    [InlineData(RotationPhase.Cancelling)]
    public async Task It_parks_before_anything_is_sent(RotationPhase phase)
    {
        await using OpenRotation open = await OpenRotation.StartAsync(phase, _rareLooks, TakeOver, IsPending);

        await open.PassAsync(TimeSpan.FromMinutes(2));

        RotationRecord rotation = await open.LookAsync();
        Assert.Equal((RotationPhase.Parked, phase, ParkCodes.ClaimLost), (rotation.Phase, rotation.ParkedFrom, rotation.ParkReason?.Code));
        Assert.False(rotation.Restoring);
        Assert.Contains("anna at laptop", rotation.ParkReason!.Message, StringComparison.Ordinal);
        Assert.Contains(OperatorCommandKind.TakeOver, OperatorCommandRules.Allowed(rotation));
        Assert.DoesNotContain(open.World.Asked, static path => path.Contains("runCommand", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(open.World.Asked, static path => path.Contains("tenantTokenRotation", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(RotationPhase.Starting)]
    [InlineData(RotationPhase.Finishing)]
    [InlineData(RotationPhase.Cancelling)]
    public async Task A_vault_that_does_not_answer_is_asked_again_for_a_while_and_then_the_rotation_holds(RotationPhase phase)
    {
        await using OpenRotation open = await OpenRotation.StartAsync(phase, _rareLooks, GoesDown);

        await open.PassAsync(TimeSpan.FromMinutes(4));
        Assert.Equal(phase, (await open.LookAsync()).Phase);
        await open.PassAsync(TimeSpan.FromMinutes(2));

        RotationRecord rotation = await open.LookAsync();
        Assert.Equal((RotationPhase.Parked, ParkCodes.ClaimUnreadable), (rotation.Phase, rotation.ParkReason?.Code));
        Assert.DoesNotContain(OperatorCommandKind.TakeOver, OperatorCommandRules.Allowed(rotation));
    }

    [Fact]
    public async Task A_vault_that_answers_again_in_time_changes_nothing()
    {
        await using OpenRotation open = await OpenRotation.StartAsync(RotationPhase.RollingBack, _rareLooks, GoesDown);

        await open.PassAsync(TimeSpan.FromMinutes(2));
        open.World.Vault.Outage = null;
        await open.PassAsync(TimeSpan.FromMinutes(3));

        Assert.NotEqual(ParkCodes.ClaimUnreadable, (await open.LookAsync()).ParkReason?.Code);
        Assert.NotNull((await open.LookAsync()).ClaimVersion);
    }

    /// <summary>Something to do in every phase: no target is settled, and each has been sent a command once.</summary>
    private static TargetRecord IsPending(TargetRecord target) => target with { State = TargetState.Pending, ApplyNotAfter = Some.Now };

    private static void GoesDown(FakeKeyVault vault) => vault.Outage = 403; // which Azure's client does not try again

    private static void TakeOver(FakeKeyVault vault) => vault.Add(ClaimName.From("sim00001"), "").Tags = new()
    {
        ["copy"] = "other",
        ["rotation"] = "rot-9",
        ["who"] = "anna",
        ["where"] = "laptop",
    };
}
