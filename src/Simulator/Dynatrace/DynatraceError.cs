using Microsoft.AspNetCore.Http;
using TenantTokens.Simulator.Wire;

namespace TenantTokens.Simulator.Dynatrace;

/// <summary>Writes the error envelope (docs/facts/dynatrace.md §1.7).</summary>
internal static class DynatraceError
{
    public static Task WriteAsync(HttpContext context, int status, string message)
        => Answer.JsonAsync(context, status, new { error = new { code = status, message } });
}
