# The catalogue of models is the listing of include/didv/models: this writes the umbrella header didv/models.hpp and the
# source of didv::catalogue() from it, so that no list is kept by hand. File stem = name of the function in didv::models.
file(GLOB model_headers CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/include/didv/models/*.hpp)
list(SORT model_headers)

set(model_includes "")
set(model_calls "")
set(model_kernels "")
foreach(header ${model_headers})
  get_filename_component(stem ${header} NAME_WE)
  string(APPEND model_includes "#include \"didv/models/${stem}.hpp\"\n")
  string(APPEND model_calls "      models::${stem}(),\n")
  # What a header declares "extern template" is compiled here.
  file(STRINGS ${header} lines REGEX "^extern template class ")
  foreach(line ${lines})
    string(REGEX REPLACE "^extern (template class [^ ]*>).*" "\\1" kernel "${line}")
    string(APPEND model_kernels "${kernel};\n")
  endforeach()
endforeach()

set(didv_generated_include ${PROJECT_BINARY_DIR}/include)  # also read by install.cmake and tests/package
configure_file(${CMAKE_CURRENT_LIST_DIR}/models.hpp.in ${didv_generated_include}/didv/models.hpp @ONLY)
configure_file(${CMAKE_CURRENT_LIST_DIR}/catalogue.cpp.in ${PROJECT_BINARY_DIR}/catalogue.cpp @ONLY)

target_sources(didv PRIVATE ${PROJECT_BINARY_DIR}/catalogue.cpp)
target_include_directories(didv PUBLIC $<BUILD_INTERFACE:${didv_generated_include}>)
