namespace TenantTokens.Ledger;

/// <summary>One thing that was done.</summary>
/// <param name="At">When.</param>
/// <param name="Code">A kebab-case code, for example start-accepted.</param>
/// <param name="By">Who: a person, or "rotation" for the product itself.</param>
/// <param name="Detail">One sentence; never a token.</param>
public sealed record AuditEvent(DateTimeOffset At, string Code, string By, string Detail)
{
    /// <summary>What <see cref="By"/> says when no person did it.</summary>
    public const string Product = "rotation";
}
