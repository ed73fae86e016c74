namespace TenantTokens.Simulator.Arm.Kql;

/// <summary>A piece of a query.</summary>
internal readonly record struct KqlToken(KqlTokenKind Kind, string Text);
