namespace TenantTokens.RunCommand;

/// <summary>Whether a run command has been deleted.</summary>
/// <param name="IsGone">True when a GET found nothing any more.</param>
/// <param name="Problem">
/// Azure's message when it refused, without secrets; null when the command is gone or its deletion is accepted and not done yet.
/// </param>
public sealed record DeleteOutcome(bool IsGone, string? Problem = null);
