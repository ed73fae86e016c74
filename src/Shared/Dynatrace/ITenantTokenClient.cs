namespace TenantTokens.Dynatrace;

/// <summary>
/// The three calls of a rotation: <c>POST /api/v2/tenantTokenRotation/start|finish|cancel</c>, scope <c>tenantTokenRotation.write</c>
/// (https://docs.dynatrace.com/docs/dynatrace-api/environment-api/tokens-v2/tenant-tokens).
/// </summary>
public interface ITenantTokenClient
{
    /// <summary>Opens a rotation. Sent exactly once, whatever happens, within 30 s: its answer holds the only copy of the new token.</summary>
    /// <exception cref="DynatraceAccessDeniedException">401 or 403: nothing was started.</exception>
    /// <exception cref="DynatraceApiException">Another 3xx or 4xx, 429 among them: nothing was started.</exception>
    Task<TenantTokenAnswer> StartAsync(CancellationToken cancellationToken);

    /// <summary>Ends a rotation: the old token dies, there is no undo. A 429 or 503 that says Retry-After is sent again; a lost answer is not.</summary>
    /// <exception cref="DynatraceAccessDeniedException">401 or 403: nothing was finished.</exception>
    /// <exception cref="DynatraceApiException">Another 3xx or 4xx: nothing was finished.</exception>
    Task<TenantTokenAnswer> FinishAsync(CancellationToken cancellationToken);

    /// <summary>Gives a rotation up: the new token dies. As <see cref="FinishAsync"/> otherwise.</summary>
    /// <exception cref="DynatraceAccessDeniedException">401 or 403: nothing was cancelled.</exception>
    /// <exception cref="DynatraceApiException">Another 3xx or 4xx: nothing was cancelled.</exception>
    Task<TenantTokenAnswer> CancelAsync(CancellationToken cancellationToken);
}
