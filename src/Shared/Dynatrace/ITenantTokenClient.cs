namespace TenantTokens.Dynatrace;

/// <summary>
/// The three calls of a rotation: <c>POST /api/v2/tenantTokenRotation/start|finish|cancel</c>, scope <c>tenantTokenRotation.write</c>
/// (https://docs.dynatrace.com/docs/dynatrace-api/environment-api/tokens-v2/tenant-tokens).
/// </summary>
public interface ITenantTokenClient
{
    /// <summary>Opens a rotation. Its answer holds the only copy of the new token.</summary>
    /// <remarks>
    /// Each of the three is sent exactly once, whatever happens, within 30 s; every answer is a <see cref="TenantTokenAnswer"/>, no
    /// exception.
    /// </remarks>
    /// <exception cref="global::Azure.RequestFailedException">The API token could not be read from the vault: nothing was sent.</exception>
    Task<TenantTokenAnswer> StartAsync(CancellationToken cancellationToken);

    /// <summary>Ends the rotation that is open, whoever started it: the old token dies, there is no undo.</summary>
    Task<TenantTokenAnswer> FinishAsync(CancellationToken cancellationToken);

    /// <summary>Gives up the rotation that is open, whoever started it: the new token dies.</summary>
    Task<TenantTokenAnswer> CancelAsync(CancellationToken cancellationToken);
}
