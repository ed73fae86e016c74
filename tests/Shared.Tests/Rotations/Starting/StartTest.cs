using TenantTokens.Rotations;
using TenantTokens.Rotations.Starting;
using TenantTokens.Shared.Tests.Rotations.Calls;
using TenantTokens.Testing.Builders;

namespace TenantTokens.Shared.Tests.Rotations.Starting;

/// <summary>The start of a rotation that is planned.</summary>
public abstract class StartTest : IDisposable
{
    private protected CallWorld World { get; } = new();

    public void Dispose()
    {
        World.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>The attempt stands in the ledger and took effect; nobody heard its answer.</summary>
    private protected async Task DiedAfterStartAsync(bool isClaimed = true)
    {
        await World.PlannedAsync();
        string old = World.InForce;
        await World.ChangeAsync(current => current with
        {
            OldToken = new(World.Vault.Add("tenant-token", old).Version, CallWorld.FingerprintOf(old)),
            Start = CallAttempt.After(null, Some.Now),
        });
        await (isClaimed ? World.ClaimedAsync() : Task.CompletedTask);
        World.Start();
    }

    private protected Task<StartRotation.Result> StartAsync() => StartAsync(settleTimePassed: false);

    private protected Task<StartRotation.Result> StartAsync(bool settleTimePassed)
        => World.RunAsync<StartRotation, StartRotation.Input, StartRotation.Result>(new(CallWorld.RotationId, settleTimePassed));
}
