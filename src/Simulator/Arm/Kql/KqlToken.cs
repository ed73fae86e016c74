namespace TenantTokens.Simulator.Arm.Kql;

/// <summary>A token of a query.</summary>
internal readonly record struct KqlToken(KqlTokenKind Kind, string Text);
