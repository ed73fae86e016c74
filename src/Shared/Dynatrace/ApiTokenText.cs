using TenantTokens.Configuration;
using TenantTokens.Configuration.Options;

namespace TenantTokens.Dynatrace;

/// <summary>
/// Reads an API token from the value of a vault secret. Editors and pipes add a line break, which is never part of a token.
/// </summary>
internal static class ApiTokenText
{
    /// <summary>Returns the value without surrounding white space.</summary>
    /// <param name="value">The secret's value.</param>
    /// <param name="environment">The environment whose <c>apiTokenSecret</c> holds the value.</param>
    /// <exception cref="ConfigurationMistakeException">
    /// The rest cannot be a token. The message names the secret, never its value.
    /// </exception>
    public static string Read(string value, EnvironmentOptions environment)
    {
        string token = value.Trim().Trim('\uFEFF');
        string? mistake = token switch
        {
            { Length: 0 } => "is empty",
            _ when token.Any(static character => character is '\r' or '\n') => "has several lines",
            _ when token.Any(char.IsWhiteSpace) => "has a space inside",
            _ when token.Any(static character => character is < '!' or > '~') => "has a character that a token cannot have",
            _ => null,
        };
        return mistake is null
            ? token
            : throw new ConfigurationMistakeException(
                $"The vault secret {environment.ApiTokenSecret}, apiTokenSecret of environment {environment.Id}, {mistake}. It must hold"
                    + " only a Dynatrace API token (dt0c01...), without quotes or 'Api-Token'.");
    }
}
