using Microsoft.AspNetCore.Http;
using TenantTokens.Simulator.Wire;

namespace TenantTokens.Simulator.Vault;

/// <summary>Writes Key Vault's error bodies.</summary>
internal static class VaultError
{
    public static Task WriteAsync(HttpContext context, int status, string code, string message, string? inner = null)
        => Answer.JsonAsync(context, status, inner is null
            ? new { error = new { code, message } }
            : new { error = new { code, message, innererror = new { code = inner } } });

    /// <summary>
    /// Writes the challenge to which SecretClient responds with a token.
    /// https://learn.microsoft.com/azure/key-vault/general/authentication-requests-and-responses
    /// </summary>
    public static Task ChallengeAsync(HttpContext context, string message)
    {
        context.Response.Headers.WWWAuthenticate = "Bearer authorization=\"https://login.microsoftonline.com/"
            + "00000000-0000-0000-0000-000000000001\", resource=\"https://vault.azure.net\"";
        return WriteAsync(context, 401, "Unauthorized", message);
    }
}
