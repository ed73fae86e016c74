namespace TenantTokens.Dynatrace;

/// <summary>
/// Dynatrace itself, in its own error envelope, says that the API token is invalid (401) or lacks a scope (403). The documentation says 401
/// for that too, so both are handled alike (docs/facts/dynatrace.md §1.1).
/// </summary>
/// <param name="scope">The scope that the call needs.</param>
/// <param name="status">401 or 403.</param>
/// <param name="environmentId">The environment that was asked.</param>
public sealed class DynatraceAccessDeniedException(string scope, int status, string environmentId)
    : Exception($"The API token of environment {environmentId} was refused ({status}): it must be valid and have the scope {scope}.")
{
    /// <summary>The scope that the call needs.</summary>
    public string Scope { get; } = scope;

    /// <summary>401 or 403.</summary>
    public int Status { get; } = status;
}
