namespace TenantTokens.Simulator.Arm.Kql;

/// <summary>Evaluates an expression for a row.</summary>
internal delegate object? KqlExpression(KqlRow row);
