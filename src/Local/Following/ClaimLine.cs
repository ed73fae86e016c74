using TenantTokens.Local.Hosting;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Claiming;

namespace TenantTokens.Local.Following;

/// <summary>Says who holds the claim on an environment, as the vault shows it now.</summary>
internal static class ClaimLine
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Returns one line. When the vault does not answer within five seconds, the line says so, and the status is shown without it.
    /// </summary>
    public static async Task<string> ReadAsync(LocalHost host, RotationRecord rotation, CancellationToken cancellationToken)
    {
        using CancellationTokenSource patience = new(_patience, host.Get<TimeProvider>());
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        return await host.Get<ClaimReader>().DescribeAsync(rotation.EnvironmentId, either.Token);
    }
}
