using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using TenantTokens.Simulator.Wire;
using TenantTokens.Simulator.World;

namespace TenantTokens.Simulator.Vault;

/// <summary>The endpoints of Key Vault secrets (docs/facts/azure.md §6).</summary>
internal sealed class SecretEndpoints(WorldState world)
{
    private const int LongestValue = 25 * 1024;
    private const int UsualPage = 5;

    public void Map(IEndpointRouteBuilder routes)
    {
        Call("PUT", "/secrets/{name}", CallName.PutSecret, PutAsync);
        Call("GET", "/secrets/{name}/versions", CallName.ListSecretVersions, ListAsync);
        Call("GET", "/secrets/{name}/{version?}", CallName.GetSecret, GetAsync);
        Call("PATCH", "/secrets/{name}/{version?}", CallName.PatchSecret, PatchAsync);

        void Call(string method, string pattern, string name, RequestDelegate handler)
            => routes.MapCall(method, pattern, name, ServiceKind.KeyVault, context =>
            {
                context.Response.Headers.Date = HeaderUtilities.FormatDate(world.Clock.Now); // the vault's clock, as in its versions
                return handler(context);
            });
    }

    private async Task PutAsync(HttpContext context)
    {
        JsonObject? body = await Answer.ReadAsync(context);
        if ((string?)body?["value"] is not { } value || value.Length > LongestValue)
        {
            await VaultError.WriteAsync(context, 400, "BadParameter", "Property value is missing, or longer than 25 KB.");
            return;
        }

        SecretVersion version = world.Vault.Add(context.Route("name"), value);
        SecretJson.Apply(version, body);
        await Answer.JsonAsync(context, 200, SecretJson.Bundle(context, version, withValue: true));
    }

    private Task GetAsync(HttpContext context) => world.Vault.Find(context.Route("name"), context.Route("version")) switch
    {
        null => NotFoundAsync(context),
        { Enabled: false } => VaultError.WriteAsync(
            context,
            403,
            "Forbidden",
            "Operation get is not allowed on a disabled secret.",
            inner: "SecretDisabled"),
        { } version => Answer.JsonAsync(context, 200, SecretJson.Bundle(context, version, withValue: true)),
    };

    private async Task PatchAsync(HttpContext context)
    {
        if (world.Vault.Find(context.Route("name"), context.Route("version")) is not { } version)
        {
            await NotFoundAsync(context);
        }
        else if (await Answer.ReadAsync(context) is not { } body)
        {
            await VaultError.WriteAsync(context, 400, "BadParameter", "The body is no JSON object.");
        }
        else
        {
            SecretJson.Apply(version, body);
            version.Updated = world.Clock.Now;
            await Answer.JsonAsync(context, 200, SecretJson.Bundle(context, version, withValue: false));
        }
    }

    private Task ListAsync(HttpContext context)
    {
        if (world.Vault.Versions(context.Route("name")) is not { } versions)
        {
            return NotFoundAsync(context);
        }

        int from = Number(context, "$skiptoken") ?? 0;
        int size = Math.Clamp(Number(context, "maxresults") ?? UsualPage, 1, 25);
        string? next = from + size >= versions.Count ? null
            : $"{context.Request.Scheme}://{context.Request.Host}{context.Request.Path}?api-version="
                + $"{Uri.EscapeDataString(context.Request.Query["api-version"].ToString())}&$skiptoken={from + size}&maxresults={size}";
        return Answer.JsonAsync(context, 200, new JsonObject
        {
            ["value"] = new JsonArray([.. versions.Skip(from).Take(size).Select(v => SecretJson.Bundle(context, v, withValue: false))]),
            ["nextLink"] = next,
        });
    }

    private static int? Number(HttpContext context, string key)
        => int.TryParse(context.Request.Query[key], NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;

    private static Task NotFoundAsync(HttpContext context) => VaultError.WriteAsync(
        context, 404, "SecretNotFound",
        $"A secret with (name/id) {context.Route("name")} was not found in this key vault. If you recently deleted this secret you may be"
            + " able to recover it using the correct recovery command.");
}
