namespace TenantTokens.Web.Markup;

/// <summary>Who is signed in on the browser, for the head of every page.</summary>
/// <param name="Name">Their name, or the role's.</param>
/// <param name="SignOutPath">Where they sign out; null when they cannot.</param>
internal sealed record SignedIn(string Name, string? SignOutPath);
