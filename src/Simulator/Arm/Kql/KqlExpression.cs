namespace TenantTokens.Simulator.Arm.Kql;

/// <summary>What an expression gives for a row.</summary>
internal delegate object? KqlExpression(KqlRow row);
