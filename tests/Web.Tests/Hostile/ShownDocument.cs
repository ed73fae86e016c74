namespace TenantTokens.Web.Tests.Hostile;

/// <summary>Something that somebody reads.</summary>
/// <param name="Surface">Where.</param>
/// <param name="Name">Which one, in words.</param>
/// <param name="Text">What it says.</param>
internal sealed record ShownDocument(Surface Surface, string Name, string Text);
