namespace TenantTokens.Dynatrace;

/// <summary>
/// The three calls of a rotation: <c>POST /api/v2/tenantTokenRotation/start|finish|cancel</c>, scope <c>tenantTokenRotation.write</c>
/// (https://docs.dynatrace.com/docs/dynatrace-api/environment-api/tokens-v2/tenant-tokens).
/// </summary>
public interface ITenantTokenClient
{
    /// <summary>Opens a rotation. Its answer contains the only copy of the new token.</summary>
    /// <remarks>
    /// Each of the three calls is sent exactly once, whatever happens, and gives up after 30 s. Every answer is a <see
    /// cref="TenantTokenAnswer"/>; there is no exception for a bad one.
    /// </remarks>
    /// <exception cref="global::Azure.RequestFailedException">
    /// The API token could not be read from the vault, and nothing was sent.
    /// </exception>
    Task<TenantTokenAnswer> StartAsync(CancellationToken cancellationToken);

    /// <summary>Ends the open rotation, whoever started it. The old token becomes invalid, and this cannot be undone.</summary>
    Task<TenantTokenAnswer> FinishAsync(CancellationToken cancellationToken);

    /// <summary>Gives up the open rotation, whoever started it. The new token becomes invalid.</summary>
    Task<TenantTokenAnswer> CancelAsync(CancellationToken cancellationToken);
}
