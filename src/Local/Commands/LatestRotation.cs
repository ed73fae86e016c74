using TenantTokens.Local.Hosting;
using TenantTokens.Rotations;

namespace TenantTokens.Local.Commands;

/// <summary>The rotation that a command is about when none is named: the environment's last one.</summary>
internal static class LatestRotation
{
    /// <summary>Finds the rotation.</summary>
    /// <exception cref="UserErrorException">The environment has no rotation yet.</exception>
    public static async Task<RotationRecord> OfAsync(LocalHost host, string environment, CancellationToken cancellationToken)
        => await host.Get<RotationLedger>().FindLatestAsync(environment, cancellationToken)
            ?? throw new UserErrorException(
                $"Environment {environment} has no rotation in {host.DataPath}. Check --data, or start one with 'tenant-token rotate'.");
}
