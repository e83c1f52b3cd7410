#pragma once
// Hot loops are compiled several times, for the vector units of different processors; the best one is taken at run
// time.

#if defined(__x86_64__) && defined(__linux__) && defined(__GNUC__) && !defined(__clang__) && defined(__OPTIMIZE__) && \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
// Everything the function calls is inlined into it, so that the loop as a whole is for one processor.
//
// Where operations may trap g++ 12 guards those behind a condition by AVX-512 masks, and takes a wrong one: x + Δ came
// out as x in `if (Γ == 0 && (x − Δ == 0 || x + Δ == 0)) …; (x − Δ)·(x + Δ)`. The library is compiled with
// -fno-trapping-math, where there are no such masks; loops of whoever is not do without that processor, or without
// taking branches together where everything is for it.
#if defined(__NO_TRAPPING_MATH__)
#define DIDV_MULTIVERSION [[gnu::flatten, gnu::target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")]]
#elif defined(__AVX512F__)
#define DIDV_MULTIVERSION [[gnu::flatten, gnu::optimize("no-tree-loop-if-convert")]]
#else
#define DIDV_MULTIVERSION [[gnu::flatten, gnu::target_clones("default", "arch=x86-64-v3")]]
#endif
#else
#define DIDV_MULTIVERSION
#endif
