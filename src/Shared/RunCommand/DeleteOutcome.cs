namespace TenantTokens.RunCommand;

/// <summary>Whether a run command is gone.</summary>
/// <param name="IsGone">True when a look found nothing any more.</param>
/// <param name="Problem">Azure's words when it refused, without secrets; null when it is gone, or accepted and not done yet.</param>
public sealed record DeleteOutcome(bool IsGone, string? Problem = null);
