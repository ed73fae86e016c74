namespace TenantTokens.Web.Markup;

/// <summary>The person or role that the browser is signed in as, for the header of every page.</summary>
/// <param name="Name">Their name, or the role's.</param>
/// <param name="SignOutPath">The path where they sign out; null when they cannot.</param>
internal sealed record SignedIn(string Name, string? SignOutPath);
