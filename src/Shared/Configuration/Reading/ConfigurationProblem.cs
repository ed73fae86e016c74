namespace TenantTokens.Configuration.Reading;

/// <summary>One mistake in rotation.json.</summary>
/// <param name="JsonPath">Where, for example <c>$.policy.soak</c> or <c>$.environments[0].apiUrl</c>.</param>
/// <param name="Value">The value at that path, cut at 80 characters; null when there is none or it might be a secret.</param>
/// <param name="Message">What is wrong and what is allowed.</param>
public sealed record ConfigurationProblem(string JsonPath, string? Value, string Message)
{
    /// <summary>One line for people: path, value and message.</summary>
    public override string ToString() => Value is null ? $"{JsonPath}: {Message}" : $"{JsonPath}: '{Value}': {Message}";
}
