namespace TenantTokens.EngineContract;

/// <summary>One HTTP function.</summary>
/// <param name="Function">Its name.</param>
/// <param name="Template">Its route, without a slash at its beginning.</param>
/// <param name="Methods">The methods it takes; none named means any.</param>
public sealed record FunctionRoute(string Function, string Template, IReadOnlyList<string> Methods);
