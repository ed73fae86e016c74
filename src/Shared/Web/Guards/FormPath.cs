using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;

namespace TenantTokens.Web.Guards;

/// <summary>
/// Binds the antiforgery token of a form to the path that the form is sent to: the token of one gate does not work for another.
/// </summary>
internal sealed class FormPath : IAntiforgeryAdditionalDataProvider
{
    public string GetAdditionalData(HttpContext context) => context.Request.Path.Value ?? "";

    public bool ValidateAdditionalData(HttpContext context, string additionalData)
        => string.Equals(context.Request.Path.Value, additionalData, StringComparison.Ordinal);
}
